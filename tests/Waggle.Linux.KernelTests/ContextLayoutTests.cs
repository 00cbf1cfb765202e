using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Linux.KernelTests;

/// <summary>The catalogue's contexts against what the verifier takes: every width at every offset, read and written.</summary>
public class ContextLayoutTests
{
    private static readonly Version s_rowsAreOf = new(6, 18);
    private static readonly int[] s_widths = [1, 2, 4, 8];

    // Attach types where a context differs with them: enum bpf_attach_type.
    public static TheoryData<ProgramType, int> Places
    {
        get
        {
            var places = new TheoryData<ProgramType, int>();
            foreach (ProgramType type in Enum.GetValues<ProgramType>().Where(t => ContextLayouts.Of(t) is not null))
            {
                int[] attachTypes = type switch
                {
                    ProgramType.CgroupSock => [2, 12, 13, 34],
                    ProgramType.CgroupSockAddr => [8, 9, 10, 11, 14, 15, 19, 20, 29, 30, 31, 32],
                    ProgramType.CgroupSockopt => [21, 22],
                    ProgramType.Xdp => [0, 33, 35], // at an interface, in a device map, on another CPU
                    _ => [-1],
                };
                foreach (int attachType in attachTypes) places.Add(type, attachType);
            }
            return places;
        }
    }

    [Theory, MemberData(nameof(Places))]
    public void Fields_EveryWidthAtEveryOffset_AreReadAndWrittenAsTheVerifierAllows(ProgramType type, int attachType)
    {
        using VerifierTrial trial = VerifierTrial.Of(type, attachType < 0 ? null : (uint)attachType);
        bool isOlder = Environment.OSVersion.Version < s_rowsAreOf; // with fewer fields and narrow reads, and none that are not in the rows
        ContextLayout layout = ContextLayouts.Of(type)!;

        List<string> differences = [];
        int allowed = 0;
        foreach (int width in s_widths)
        {
            foreach (int offset in Offsets(layout).Where(o => o % width == 0))
            {
                MemorySize size = SizeOf(width);
                bool isRead = layout.FindRead(offset, width, trial.AttachType) is not null, isWritten = layout.FindWrite(offset, width, trial.AttachType) is not null;
                if (Takes(trial, Instruction.Load(size, Register.R2, Register.R1, (short)offset)) != isRead && !(isOlder && isRead))
                    differences.Add($"{width} bytes at {offset} are {(isRead ? "not " : "")}read");
                if (Takes(trial, Instruction.Store(size, Register.R1, (short)offset, Register.R3)) != isWritten && !(isOlder && isWritten))
                    differences.Add($"{width} bytes at {offset} are {(isWritten ? "not " : "")}written");
                allowed += isRead ? 1 : 0;
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.True(allowed > 0);
    }

    [Theory, MemberData(nameof(Places))]
    public void Value_OfEachField_IsWhatTheVerifierKnowsOfItAfterwards(ProgramType type, int attachType)
    {
        using VerifierTrial trial = VerifierTrial.Of(type, attachType < 0 ? null : (uint)attachType);

        List<string> differences = [];
        foreach (ContextField field in ContextLayouts.Of(type)!.Fields)
        {
            int width = s_widths.Last(w => ((int)field.Reads & w) != 0);
            if (!field.AllowsRead(field.Offset, width, trial.AttachType)) continue;
            // Any pointer is refused at the multiplication, and the verifier says what it was.
            (Errno answer, string log) = trial.Load([
                Instruction.Load(SizeOf(width), Register.R2, Register.R1, (short)field.Offset),
                Instruction.Alu64(AluOperation.Multiply, Register.R2, 3),
                Instruction.Move(Register.R0, 1),
                Instruction.Exit]);
            if (Environment.OSVersion.Version < s_rowsAreOf && log.Contains("invalid bpf_context access", StringComparison.Ordinal)) continue; // a newer field
            bool isRight = field.Value == ContextValue.Number ? answer == Errno.None : log.Contains($"R2{Words(field)}", StringComparison.Ordinal) || log.Contains($"R2_w{Words(field)}", StringComparison.Ordinal);
            if (!isRight) differences.Add($"{field.Name} ({field.Value}): {log}");
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Fact]
    public void Offsets_OfStructsThatTheKernelsTypesHave_AreTheirs()
    {
        KernelAccess.RequireKernelBtf();
        Btf types = KernelEngine.Create().KernelBtf;

        List<string> differences = [];
        int seen = 0;
        foreach (ContextLayout layout in ContextLayouts.All)
        {
            if (!types.TryFind(layout.StructName, out int id, out BtfComposite? theirs)) continue;
            Dictionary<string, int> offsets = [];
            Collect(types, theirs!, 0, offsets);
            foreach (ContextField field in layout.Fields.DistinctBy(f => f.Name).Where(f => f.Name.Length > 0))
            {
                seen++;
                if (!offsets.TryGetValue(field.Name, out int offset) ? Environment.OSVersion.Version >= s_rowsAreOf : offset != field.Offset)
                    differences.Add($"{layout.StructName}.{field.Name}: {field.Offset}, not {offset}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.True(seen > 100);
    }

    // Members of anonymous unions are reached by their own names.
    private static void Collect(Btf types, BtfComposite composite, int start, Dictionary<string, int> offsets)
    {
        foreach (BtfMember member in composite.Members)
        {
            int offset = start + (int)(member.OffsetInBits / 8);
            if (member.Name.Length > 0) offsets[member.Name] = offset;
            else if (types[types.SkipModifiers(member.TypeId)] is BtfComposite inner) Collect(types, inner, offset, offsets);
        }
    }

    private static string Words(ContextField field) => field.Value switch
    {
        ContextValue.Packet => "=pkt(",
        ContextValue.PacketEnd => "=pkt_end(",
        ContextValue.PacketMeta => "=pkt_meta(",
        ContextValue.Socket => "=sock(",
        ContextValue.SocketOrNull => "=sock_or_null(",
        ContextValue.SocketCommonOrNull => "=sock_common_or_null(",
        ContextValue.FlowKeys => "=flow_keys(",
        ContextValue.TracepointBuffer => "=tp_buffer(",
        _ => $"=trusted_ptr_{field.TypeName}(",
    };

    // Long contexts without fields are tried at their ends.
    private static IEnumerable<int> Offsets(ContextLayout layout) => layout.SizeInBytes <= 256
        ? Enumerable.Range(0, layout.SizeInBytes + 16)
        : Enumerable.Range(0, 32).Concat(Enumerable.Range(Math.Min(layout.SizeInBytes, short.MaxValue) - 32, 32));

    private static bool Takes(VerifierTrial trial, Instruction access)
    {
        (Errno answer, string log) = trial.Load([Instruction.Move(Register.R3, 0), access, Instruction.Move(Register.R0, 1), Instruction.Exit]);
        if (answer != Errno.None) Assert.Contains("invalid bpf_context access", log, StringComparison.Ordinal);
        return answer == Errno.None;
    }

    private static MemorySize SizeOf(int width) => width switch
    {
        1 => MemorySize.Byte,
        2 => MemorySize.Half,
        4 => MemorySize.Word,
        _ => MemorySize.Double,
    };
}
