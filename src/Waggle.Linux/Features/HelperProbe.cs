using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Features;

/// <summary>Loads a program that calls a helper and nothing else, and reads what the verifier says of the call.</summary>
/// <remarks>It speaks of the helper before it looks at the arguments, which are wrong for nearly all of them (<c>check_helper_call</c> in
/// kernel/bpf/verifier.c). The words differ between versions, and bpftool before 7.5 does not know those of Linux 6.18.</remarks>
internal static unsafe class HelperProbe
{
    private const int LogSize = 16 * 1024;

    private static readonly string[] s_refusals = ["program of this type cannot use helper", "unknown func ", "invalid func "];

    // The type has the helper, and the hook that the trial names is not one of those where it may be called (bpf_d_path).
    private const string NotAtThisHook = "helper call is not allowed in probe";

    /// <summary>Answers for every helper that this library has a name for, in order of number.</summary>
    public static IReadOnlyList<Feature> Run(ProgramType type)
    {
        ProgramTypeProbe.Row row = ProgramTypeProbe.RowOf(type);
        uint btfId = 0;
        string? missing = null;
        try
        {
            btfId = row.FindType();
        }
        catch (BpfException error)
        {
            missing = error.Cause;
        }
        byte[] log = new byte[LogSize];
        return [.. HelperNames.All.Select(helper => missing is null
            ? Probe(helper, row, btfId, log)
            : new Feature(helper.Name, Availability.Unknown, "no program of the type can be loaded", missing))];
    }

    private static Feature Probe(HelperName helper, ProgramTypeProbe.Row row, uint btfId, byte[] log)
    {
        byte[] code = InstructionEncoder.Encode([Instruction.CallHelper(helper.Number), Instruction.Move(Register.R0, 0), Instruction.Exit]);
        Errno error;
        log[0] = 0;
        fixed (byte* instructions = code, license = "GPL\0"u8, logPointer = log)
        {
            var attr = new ProgramLoadAttr
            {
                prog_type = (uint)row.Type,
                insn_cnt = (uint)(code.Length / Instruction.SizeInBytes),
                insns = (ulong)instructions,
                license = (ulong)license,
                prog_name = KernelName.From("waggle_probe"),
                expected_attach_type = row.AttachType,
                prog_flags = row.IsSleepable ? 1u << 4 : 0, // BPF_F_SLEEPABLE
                attach_btf_id = btfId,
                log_level = 1,
                log_buf = (ulong)logPointer,
                log_size = LogSize,
            };
            using SafeDescriptor? program = BpfCall.Open(BpfCommand.BPF_PROG_LOAD, ref attr);
            error = program is null ? Libc.LastError : Errno.None;
        }
        if (error == Errno.None) return new Feature(helper.Name, Availability.Yes, "a program that calls it was loaded");

        int end = log.AsSpan().IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(log, 0, end < 0 ? log.Length : end);
        string? refusal = text.Split('\n').FirstOrDefault(line => s_refusals.Any(words => line.Contains(words, StringComparison.Ordinal)));
        if (refusal is not null)
            return new Feature(helper.Name, Availability.No, $"the verifier: {refusal.Trim()}", $"{row.Type} programs can't call it on this kernel; it is in Linux since {helper.Since}.");
        if (text.Contains(NotAtThisHook, StringComparison.Ordinal))
            return new Feature(helper.Name, Availability.Yes, $"the verifier knows it, for some hooks only (\"{NotAtThisHook}\" at the one tried)");
        return text.Contains("call bpf_", StringComparison.Ordinal) || text.Contains("(85) call", StringComparison.Ordinal)
            ? new Feature(helper.Name, Availability.Yes, $"the verifier knows it and goes on to its arguments ({error.Name()})")
            : new Feature(helper.Name, Availability.Unknown, $"load a program: {error.Describe()}", "No program of the type can be loaded with this little said.");
    }
}
