using System.Buffers.Binary;
using System.Collections.Immutable;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Inspection;

/// <summary>Reads a program's instructions, functions, lines and machine code: sizes first, then everything into buffers.</summary>
internal static unsafe class ProgramCodeReading
{
    private const int FunctionSize = 8, LineSize = 16; // struct bpf_func_info, struct bpf_line_info

    public static ProgramCode Read(SafeDescriptor descriptor)
    {
        ProgramInfo sizes = default;
        ObjectTable.Programs.ReadInfo(descriptor, ref sizes);
        if (sizes.xlated_prog_len == 0)
            throw new BpfPermissionException("read a program's instructions", $"program {sizes.id}", Errno.NotPermitted,
                "The kernel hides them: kernel.kptr_restrict or kernel.perf_event_paranoid is set, or the process lacks CAP_SYS_ADMIN.");
        byte[] translated = new byte[sizes.xlated_prog_len], machine = new byte[sizes.jited_prog_len];
        byte[] functions = new byte[sizes.nr_func_info * sizes.func_info_rec_size], lines = new byte[sizes.nr_line_info * sizes.line_info_rec_size];
        ulong[] addresses = new ulong[sizes.nr_jited_ksyms];
        fixed (byte* translatedPointer = translated, machinePointer = machine, functionPointer = functions, linePointer = lines)
        fixed (ulong* addressPointer = addresses)
        {
            var info = new ProgramInfo
            {
                xlated_prog_insns = (ulong)translatedPointer,
                xlated_prog_len = (uint)translated.Length,
                jited_prog_insns = (ulong)machinePointer,
                jited_prog_len = (uint)machine.Length,
                func_info = (ulong)functionPointer,
                nr_func_info = sizes.nr_func_info,
                func_info_rec_size = sizes.func_info_rec_size,
                line_info = (ulong)linePointer,
                nr_line_info = sizes.nr_line_info,
                line_info_rec_size = sizes.line_info_rec_size,
                jited_ksyms = (ulong)addressPointer,
                nr_jited_ksyms = sizes.nr_jited_ksyms,
            };
            ObjectTable.Programs.ReadInfo(descriptor, ref info);
        }
        Btf? types = sizes.btf_id == 0 ? null : ReadTypes(sizes.btf_id);
        return new ProgramCode
        {
            ProgramId = sizes.id,
            Instructions = ReadInstructions(translated),
            Functions = types is null ? [] : ReadFunctions(functions, (int)sizes.func_info_rec_size),
            Lines = types is null ? [] : ReadLines(lines, (int)sizes.line_info_rec_size, types),
            Types = types,
            MachineCode = [.. machine],
            FunctionAddresses = addresses.AsSpan().IndexOfAnyExcept(0UL) < 0 ? [] : [.. addresses],
        };
    }

    private static Btf? ReadTypes(uint id)
    {
        using SafeDescriptor? descriptor = ObjectTable.Btf.TryOpen(id);
        return descriptor is null ? null : BtfInfoReading.ReadTypes(descriptor);
    }

    // No check of the rules for programs: the verifier puts in what no user may load.
    private static ImmutableArray<Instruction> ReadInstructions(ReadOnlySpan<byte> bytes)
    {
        var instructions = ImmutableArray.CreateBuilder<Instruction>(bytes.Length / Instruction.SizeInBytes);
        for (; bytes.Length >= Instruction.SizeInBytes; bytes = bytes[Instruction.SizeInBytes..]) instructions.Add(Instruction.Read(bytes, !BitConverter.IsLittleEndian));
        return instructions.DrainToImmutable();
    }

    private static ImmutableArray<FunctionInfo> ReadFunctions(ReadOnlySpan<byte> records, int recordSize)
    {
        var functions = ImmutableArray.CreateBuilder<FunctionInfo>();
        for (; recordSize >= FunctionSize && records.Length >= recordSize; records = records[recordSize..])
            functions.Add(new(BinaryPrimitives.ReadInt32LittleEndian(records), BinaryPrimitives.ReadInt32LittleEndian(records[4..])));
        return functions.DrainToImmutable();
    }

    private static ImmutableArray<LineInfo> ReadLines(ReadOnlySpan<byte> records, int recordSize, Btf types)
    {
        var lines = ImmutableArray.CreateBuilder<LineInfo>();
        for (; recordSize >= LineSize && records.Length >= recordSize; records = records[recordSize..])
        {
            uint place = BinaryPrimitives.ReadUInt32LittleEndian(records[12..]); // line in the upper 22 bits, column in the lower 10
            lines.Add(new(
                BinaryPrimitives.ReadInt32LittleEndian(records),
                types.GetString(BinaryPrimitives.ReadInt32LittleEndian(records[4..])),
                types.GetString(BinaryPrimitives.ReadInt32LittleEndian(records[8..])).Trim(),
                (int)(place >> 10), (int)(place & 0x3ff)));
        }
        return lines.DrainToImmutable();
    }
}
