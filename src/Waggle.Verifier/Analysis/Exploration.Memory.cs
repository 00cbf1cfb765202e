using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Loads and stores: what the pointer points to says what is allowed (<c>check_mem_access</c> in kernel/bpf/verifier.c).</content>
internal sealed partial class Exploration
{
    private const int NoRegister = -1;
    private bool _isAtomic;

    private void Load(in Instruction instruction)
    {
        Read(instruction.Source);
        Write(instruction.Destination);
        bool isSigned = instruction.Opcode.Mode == MemoryMode.MemorySigned;
        RegisterKind kind = Registers[(int)instruction.Source].Kind;
        bool isUntrusted = Registers[(int)instruction.Source].Has(RegisterTraits.Untrusted);
        Access((int)instruction.Source, instruction.Offset, instruction.Opcode.Size.InBytes(), isWrite: false, (int)instruction.Destination, isSigned);
        KeepToOneKind(kind, isUntrusted, allowsTrust: true);
    }

    private void Store(in Instruction instruction, int value)
    {
        RegisterKind kind = Registers[(int)instruction.Destination].Kind;
        bool isUntrusted = Registers[(int)instruction.Destination].Has(RegisterTraits.Untrusted);
        Access((int)instruction.Destination, instruction.Offset, instruction.Opcode.Size.InBytes(), isWrite: true, value, isSigned: false);
        KeepToOneKind(kind, isUntrusted, allowsTrust: false);
    }

    // Accesses of some kinds are rewritten: one instruction can't be two of them (save_aux_ptr_type).
    private void KeepToOneKind(RegisterKind kind, bool isUntrusted, bool allowsTrust)
    {
        ref AccessFact fact = ref Facts[_slot];
        if (!fact.IsReached) (fact.IsReached, fact.Kind, fact.IsUntrusted) = (true, kind, isUntrusted);
        else if (fact.Kind != kind && (IsRewritten(fact.Kind) || IsRewritten(kind)))
            throw Reject(Rule.DifferentPointers, "same insn cannot be used with different pointers");
        else if (fact.IsUntrusted != isUntrusted)
        {
            if (kind == RegisterKind.KernelObject && !allowsTrust) throw Reject(Rule.DifferentPointers, "same insn cannot be used with different pointers");
            fact.IsUntrusted = true;
        }
    }

    private static bool IsRewritten(RegisterKind kind) => kind is RegisterKind.Context or RegisterKind.Socket or RegisterKind.SocketCommon
        or RegisterKind.TcpSocket or RegisterKind.XdpSocket or RegisterKind.KernelObject or RegisterKind.Arena;

    /// <summary>Checks an access, and says what a read gives.</summary>
    /// <param name="register">The pointer.</param>
    /// <param name="offset">Bytes from it.</param>
    /// <param name="size">Bytes accessed.</param>
    /// <param name="isWrite">Whether memory is written.</param>
    /// <param name="value">The register that is read into or written from; none for a constant, or for what a helper does.</param>
    /// <param name="isSigned">Whether a read extends the sign.</param>
    private void Access(int register, int offset, int size, bool isWrite, int value, bool isSigned)
    {
        ref RegisterState pointer = ref Registers[register];
        CheckAlignment(pointer, offset, size, _policy.IsAlignmentStrict || _isAtomic);
        int from = offset + pointer.Offset;
        if (pointer.MayBeNull) throw Reject(Rule.NullPointer, $"R{register} invalid mem access '{Describe(pointer)}'");
        NotePlace(pointer);
        switch (pointer.Kind)
        {
            case RegisterKind.Stack:
                AccessStack(register, from, size, isWrite, value);
                break;
            case RegisterKind.MapValue:
                AccessMapValue(register, from, size, isWrite, value);
                break;
            case RegisterKind.Context:
                AccessContext(register, from, size, isWrite, value, isSigned);
                break;
            case RegisterKind.Packet or RegisterKind.PacketMeta:
                AccessPacket(register, from, size, isWrite, value);
                break;
            case RegisterKind.MapKey:
                if (isWrite) throw Reject(Rule.ReadOnlyMemory, $"write to change key R{register} not allowed");
                CheckRegion(register, from, size, Map(pointer).KeySizeInBytes, Rule.MapAccess);
                SetUnknown(value);
                break;
            case RegisterKind.Memory:
                if (isWrite && pointer.Has(RegisterTraits.ReadOnly)) throw Reject(Rule.ReadOnlyMemory, $"R{register} cannot write into {Describe(pointer)}");
                if (isWrite && IsLeakingPointer(value)) throw Reject(Rule.PointerLeak, $"R{value} leaks addr into mem");
                if (!pointer.Has(RegisterTraits.Untrusted)) CheckRegion(register, from, size, pointer.Range, Rule.MemoryAccess);
                if (!isWrite) SetUnknown(value);
                break;
            case RegisterKind.FlowKeys:
                const int FlowKeysSize = 56; // struct bpf_flow_keys
                if (isWrite && IsLeakingPointer(value)) throw Reject(Rule.PointerLeak, $"R{value} leaks addr into flow keys");
                if (from < 0 || from + size > FlowKeysSize) throw Reject(Rule.MemoryAccess, $"invalid access to flow keys off={from} size={size}");
                if (!isWrite) SetUnknown(value);
                break;
            case RegisterKind.Socket or RegisterKind.SocketCommon or RegisterKind.TcpSocket or RegisterKind.XdpSocket:
                if (isWrite) throw Reject(Rule.ReadOnlyMemory, $"R{register} cannot write into {Describe(pointer)}");
                AccessSocket(register, from, size);
                SetUnknown(value);
                break;
            case RegisterKind.TracepointBuffer:
                CheckBuffer(register, from, size, "tracepoint");
                if (!isWrite) SetUnknown(value);
                break;
            case RegisterKind.Buffer:
                if (isWrite && pointer.Has(RegisterTraits.ReadOnly)) throw Reject(Rule.ReadOnlyMemory, $"R{register} cannot write into {Describe(pointer)}");
                CheckBuffer(register, from, size, pointer.Has(RegisterTraits.ReadOnly) ? "rdonly" : "rdwr");
                if (!isWrite) SetUnknown(value);
                break;
            case RegisterKind.KernelObject:
                AccessObject(register, from, size, isWrite, value);
                break;
            case RegisterKind.Map:
                AccessMapItself(register, from, size, isWrite, value);
                break;
            case RegisterKind.Arena:
                if (!isWrite) SetUnknown(value);
                break;
            default:
                throw Reject(pointer.IsNull ? Rule.NullPointer : Rule.NotAPointer, $"R{register} invalid mem access '{Describe(pointer)}'");
        }

        if (isWrite || value < 0 || size == 8 || !Registers[value].IsScalar) return;
        if (isSigned) ExtendSign(ref Registers[value], size);
        else Registers[value].Number.Truncate(size);
    }

    // A number that comes back from the stack with its sign extended is no copy of what was spilled, unless it can't be negative: linked,
    // it would be taken for 0x80000000 where it is 0xffffffff80000000. Linux keeps the link.
    private static void ExtendSign(ref RegisterState filled, int size)
    {
        bool isSame = filled.Number.UMax < 1ul << (8 * size - 1);
        if (!isSame) (filled.Id, filled.IsSum, filled.Offset) = (0, false, 0);
        filled.Number.SignExtend(size);
    }

    private void SetUnknown(int register)
    {
        if (register >= 0) Registers[register] = RegisterState.Unknown;
    }

    private void CheckAlignment(in RegisterState pointer, int offset, int size, bool isStrict)
    {
        // Spilled registers are followed by whole slots, so the stack is always accessed at multiples of the size.
        if (size == 1 || !(isStrict || pointer.Kind == RegisterKind.Stack)) return;
        bool isPacket = pointer.Kind is RegisterKind.Packet or RegisterKind.PacketMeta;
        const int PacketStart = 2; // NET_IP_ALIGN
        Numbers.Tristate place = pointer.Number.Bits + Numbers.Tristate.Constant((ulong)(long)(pointer.Offset + offset + (isPacket ? PacketStart : 0)));
        if (!place.IsAligned((ulong)size))
            throw Reject(Rule.Misaligned, isPacket
                ? $"misaligned packet access off {PacketStart}+{pointer.Number.Bits}+{pointer.Offset}+{offset} size {size}"
                : $"misaligned {PlaceName(pointer.Kind)}access off {pointer.Number.Bits}+{pointer.Offset}+{offset} size {size}");
    }

    private static string PlaceName(RegisterKind kind) => kind switch
    {
        RegisterKind.Stack => "stack ",
        RegisterKind.MapValue => "value ",
        RegisterKind.MapKey => "key ",
        RegisterKind.Context => "context ",
        RegisterKind.FlowKeys => "flow keys ",
        RegisterKind.Socket => "sock ",
        RegisterKind.SocketCommon => "sock_common ",
        RegisterKind.TcpSocket => "tcp_sock ",
        RegisterKind.XdpSocket => "xdp_sock ",
        _ => "",
    };

    // The access lies in a region for every value of the offset (check_mem_region_access).
    private void CheckRegion(int register, int offset, int size, int regionSize, Rule rule, bool allowsZero = false)
    {
        ref readonly RegisterState pointer = ref Registers[register];
        long minimum = pointer.Number.SMin;
        if (minimum < 0 && (minimum == long.MinValue || minimum + offset != (int)(minimum + offset) || minimum + offset < 0))
            throw Reject(rule, $"R{register} min value is negative, either use unsigned index or do a if (index >=0) check.");
        CheckInside(register, minimum + offset, size, regionSize, rule, allowsZero, "min value is outside of the allowed memory range");
        if (pointer.Number.UMax >= (ulong)LargestOffset)
            throw Reject(rule, $"R{register} unbounded memory access, make sure to bounds check any such access");
        CheckInside(register, (long)pointer.Number.UMax + offset, size, regionSize, rule, allowsZero, "max value is outside of the allowed memory range");
    }

    private void CheckInside(int register, long offset, int size, int regionSize, Rule rule, bool allowsZero, string what)
    {
        bool isSize = size > 0 || (size == 0 && allowsZero);
        if (offset >= 0 && isSize && offset + size <= regionSize) return;
        ref readonly RegisterState pointer = ref Registers[register];
        string place = pointer.Kind switch
        {
            RegisterKind.MapKey => $"invalid access to map key, key_size={regionSize} off={offset} size={size}",
            RegisterKind.MapValue => $"invalid access to map value, value_size={regionSize} off={offset} size={size}",
            RegisterKind.Packet or RegisterKind.PacketMeta or RegisterKind.PacketEnd =>
                $"invalid access to packet, off={offset} size={size}, R{register}(id={pointer.Id},off={pointer.Offset},r={regionSize})",
            RegisterKind.Context => $"invalid bpf_context access off={offset} size={size}",
            _ => $"invalid access to memory, mem_size={regionSize} off={offset} size={size}",
        };
        throw Reject(rule, $"{place}\nR{register} {what}");
    }

    private void CheckBuffer(int register, int offset, int size, string name)
    {
        ref readonly RegisterState pointer = ref Registers[register];
        if (offset < 0) throw Reject(Rule.MemoryAccess, $"R{register} invalid {name} buffer access: off={offset}, size={size}");
        if (!pointer.Number.IsConstant || pointer.Number.Value != 0)
            throw Reject(Rule.MemoryAccess, $"R{register} invalid variable buffer offset: off={offset}, var_off={pointer.Number.Bits}");
    }

    private void AccessMapValue(int register, int offset, int size, bool isWrite, int value)
    {
        RegisterState pointer = Registers[register];
        MapSpec map = Map(pointer);
        const uint ReadOnlyForPrograms = 1 << 7, WriteOnlyForPrograms = 1 << 8; // BPF_F_RDONLY_PROG, BPF_F_WRONLY_PROG
        if (isWrite && IsLeakingPointer(value)) throw Reject(Rule.PointerLeak, $"R{value} leaks addr into map");
        if (isWrite && (map.Flags & ReadOnlyForPrograms) != 0)
            throw Reject(Rule.ReadOnlyMemory, $"write into map forbidden, value_size={map.ValueSizeInBytes} off={offset} size={size}");
        if (!isWrite && (map.Flags & WriteOnlyForPrograms) != 0)
            throw Reject(Rule.MapAccess, $"read from map forbidden, value_size={map.ValueSizeInBytes} off={offset} size={size}");
        CheckRegion(register, offset, size, map.ValueSizeInBytes, Rule.MapAccess);
        if (AccessSpecialField(pointer, offset, size, isWrite, value)) return;
        if (isWrite || value < 0) return;
        Registers[value] = RegisterState.Unknown;
        // What nobody can change any more is as good as a constant in the program.
        if (map is { IsFrozen: true, InitialValue: { } bytes } && (map.Flags & ReadOnlyForPrograms) != 0 && pointer.Number.IsConstant)
        {
            int at = offset + (int)pointer.Number.Value;
            if (at < 0 || at + size > bytes.Length) return;
            ulong number = 0;
            for (int i = size - 1; i >= 0; i--) number = number << 8 | bytes[at + i];
            Registers[value] = RegisterState.Constant(number);
        }
    }

    private void AccessPacket(int register, int offset, int size, bool isWrite, int value)
    {
        ref readonly RegisterState pointer = ref Registers[register];
        if (isWrite && !MayWritePackets) throw Reject(Rule.PacketWrite, "cannot write into packet");
        if (isWrite && IsLeakingPointer(value)) throw Reject(Rule.PointerLeak, $"R{value} leaks addr into packet");
        CheckPacketRange(register, pointer, offset, size, allowsZero: false);
        if (!isWrite) SetUnknown(value);
    }

    private void CheckPacketRange(int register, in RegisterState pointer, int offset, int size, bool allowsZero)
    {
        if (pointer.Number.SMin < 0)
            throw Reject(Rule.PacketAccess, $"R{register} min value is negative, either use unsigned index or do a if (index >=0) check.");
        CheckInside(register, offset, size, Math.Max(pointer.Range, 0), Rule.PacketAccess, allowsZero && pointer.Range >= 0, "offset is outside of the packet");
    }
}
