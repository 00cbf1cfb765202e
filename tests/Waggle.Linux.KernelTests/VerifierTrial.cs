using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Features;
using Waggle.Linux.Interop;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

/// <summary>Shows the verifier small programs of one type and keeps what it says. Nothing is attached.</summary>
internal sealed unsafe class VerifierTrial : IDisposable
{
    private const int LogSize = 64 * 1024;

    private readonly ProgramTypeProbe.Row _row;
    private readonly uint _typeId;
    private readonly byte[] _log = new byte[LogSize];

    private VerifierTrial(ProgramTypeProbe.Row row, uint typeId) => (_row, _typeId) = (row, typeId);

    /// <summary>A map with keys of 4 and values of 64 bytes.</summary>
    public KernelMap Map { get; } = KernelMap.Create(new MapSpec("trial", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 64, MaxEntries = 1 });

    /// <summary>The same, which programs may only read, with the text "waggle" as value.</summary>
    public KernelMap ReadOnlyMap { get; } = KernelMap.Create(new MapSpec("trial.ro", MapType.Array)
    {
        KeySizeInBytes = 4,
        ValueSizeInBytes = 64,
        MaxEntries = 1,
        Flags = (uint)Waggle.Bpf.Maps.MapFlags.ReadOnlyForPrograms,
        InitialValue = [.. "waggle"u8],
        IsFrozen = true,
    });

    /// <summary>Where the program is said to be attached.</summary>
    public uint AttachType { get; init; }

    /// <summary>Prepares for a type of program; skips the test if the machine takes none of it.</summary>
    public static VerifierTrial Of(ProgramType type, uint? attachType = null)
    {
        KernelAccess.RequireEngine();
        ProgramTypeProbe.Row row = ProgramTypeProbe.RowOf(type);
        uint typeId = 0;
        try
        {
            typeId = row.FindType();
        }
        catch (BpfException error)
        {
            Assert.Skip(error.Message);
        }
        var trial = new VerifierTrial(row, typeId) { AttachType = attachType ?? row.AttachType };
        (Errno answer, string log) = trial.Load([Instruction.Move(Register.R0, 0), Instruction.Exit]);
        // Sets of return values differ: a verdict of 1 is in those without 0.
        if (answer != Errno.None && log.Contains("At program exit", StringComparison.Ordinal)) (answer, log) = trial.Load([Instruction.Move(Register.R0, 1), Instruction.Exit]);
        if (answer == Errno.None) return trial;
        trial.Dispose();
        Assert.Skip($"no program of type {type} can be loaded here: {answer.Describe()} {log}");
        return null!;
    }

    /// <summary>Loads a program and closes it again.</summary>
    /// <returns>The answer, and the verifier's log.</returns>
    public (Errno Answer, string Log) Load(IReadOnlyList<Instruction> program, string license = "GPL")
    {
        byte[] code = InstructionEncoder.Encode([.. program]), licenseText = Encoding.ASCII.GetBytes(license + '\0');
        _log[0] = 0;
        fixed (byte* instructions = code, licensePointer = licenseText, logPointer = _log)
        {
            var attr = new ProgramLoadAttr
            {
                prog_type = (uint)_row.Type,
                insn_cnt = (uint)(code.Length / Instruction.SizeInBytes),
                insns = (ulong)instructions,
                license = (ulong)licensePointer,
                prog_name = KernelName.From("waggle_trial"),
                expected_attach_type = AttachType,
                prog_flags = _row.IsSleepable ? 1u << 4 : 0, // BPF_F_SLEEPABLE
                attach_btf_id = _typeId,
                log_level = 1,
                log_buf = (ulong)logPointer,
                log_size = LogSize,
            };
            using SafeDescriptor? loaded = BpfCall.Open(BpfCommand.BPF_PROG_LOAD, ref attr);
            Errno error = loaded is null ? Libc.LastError : Errno.None;
            int end = _log.AsSpan().IndexOf((byte)0);
            return (error, Encoding.UTF8.GetString(_log, 0, end < 0 ? LogSize : end));
        }
    }

    public bool IsSleepable => _row.IsSleepable;

    /// <summary>Instructions that put a map into a register, or the address of its first value.</summary>
    public static Instruction[] LoadMap(Register register, KernelMap map, bool isValue = false)
    {
        using SafeDescriptor.Lease lease = map.Descriptor.Use();
        (Instruction first, Instruction second) = Instruction.LoadPseudo(register, isValue ? PseudoSource.MapValue : PseudoSource.MapDescriptor, lease.Number);
        return [first, second];
    }

    public void Dispose()
    {
        Map.Dispose();
        ReadOnlyMap.Dispose();
    }
}
