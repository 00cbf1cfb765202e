namespace Waggle.Verifier.Analysis;

/// <summary>What an instruction of a program without CAP_PERFMON is rewritten to, so that a wrong guess of the processor does no harm.</summary>
/// <remarks>Fields of <c>struct bpf_insn_aux_data</c> in include/linux/bpf_verifier.h.</remarks>
internal struct SpeculationGuard
{
    /// <summary>How the number that is added is masked (<c>alu_state</c>), and the largest that is let through; 0 if nothing is known yet.</summary>
    public int MaskKind;
    public uint MaskLimit;

    /// <summary>Whether a barrier stands before it, or behind it.</summary>
    public bool HasBarrier, HasBarrierBehind;
}
