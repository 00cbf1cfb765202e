using Waggle.Bpf.Catalog;
using static Waggle.Vm.Packets.PacketVerdictKind;

namespace Waggle.Vm.Packets;

/// <summary>What programs of a hook mean by what they return.</summary>
/// <param name="Kinds">The verdicts, by returned number.</param>
/// <param name="Other">The verdict of any other number.</param>
internal sealed record PacketRules(PacketVerdictKind[] Kinds, PacketVerdictKind Other)
{
    private const uint TcxIngress = 46, TcxEgress = 47, NetkitPrimary = 54, NetkitPeer = 55; // enum bpf_attach_type

    // bpf_prog_run_xdp's callers: what is no action is warned about and dropped.
    private static readonly PacketRules s_xdp = new([Abort, Drop, Pass, Transmit, Redirect], Abort);

    // cls_bpf_exec_opcode and tc_run: OK, RECLASSIFY, SHOT, PIPE, STOLEN, QUEUED, REPEAT, REDIRECT, TRAP; what is stolen goes no further
    // either, and what the classifier does not take for its answer leaves the packet to the next one, of which there is none.
    private static readonly PacketRules s_classifier = new([Pass, Pass, Drop, Pass, Drop, Pass, Pass, Redirect, Drop], Pass);

    // tcf_bpf_act: fewer are taken.
    private static readonly PacketRules s_action = new([Pass, Pass, Drop, Pass, Pass, Pass, Pass, Redirect], Pass);

    // tcx_action_code, and the same numbers in netkit's: NEXT is -1, and so is all that is not known.
    private static readonly PacketRules s_tcx = new([Pass, Pass, Drop, Pass, Pass, Pass, Pass, Redirect], Pass);

    // The number is how many bytes the socket gets (sk_filter_trim_cap).
    private static readonly PacketRules s_socketFilter = new([Drop], Pass);

    /// <summary>The rules of a kind of program; null if it is none for packets.</summary>
    internal static PacketRules? Of(ProgramType type, uint attachType) => type switch
    {
        ProgramType.Xdp => s_xdp,
        ProgramType.SchedCls => attachType is TcxIngress or TcxEgress or NetkitPrimary or NetkitPeer ? s_tcx : s_classifier,
        ProgramType.SchedAct => s_action,
        ProgramType.SocketFilter => s_socketFilter,
        _ => null,
    };

    internal PacketVerdictKind KindOf(uint value) => value < (uint)Kinds.Length ? Kinds[value] : Other;
}
