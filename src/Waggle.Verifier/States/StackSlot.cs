namespace Waggle.Verifier.States;

/// <summary>Eight bytes of the stack.</summary>
/// <remarks><c>struct bpf_stack_state</c> in include/linux/bpf_verifier.h; bytes are in order of address here.</remarks>
internal struct StackSlot
{
    private const ulong EachByte = 0x0101010101010101;

    /// <summary>The content of each byte, the lowest address in the lowest eight bits.</summary>
    public ulong Contents;

    /// <summary>What is spilled, or what is known of an iterator or dynptr.</summary>
    public RegisterState Register;

    public readonly SlotContent this[int offset] => (SlotContent)(Contents >> (8 * offset));

    /// <summary>Whether a register lies at the start, of any width.</summary>
    public readonly bool IsSpill => this[0] == SlotContent.Spill;

    /// <summary>Whether a register lies here with all its 64 bits.</summary>
    public readonly bool IsFullSpill => Contents == All(SlotContent.Spill);

    public readonly bool IsSpilledScalar => IsSpill && Register.IsScalar;

    public static ulong All(SlotContent content) => EachByte * (byte)content;

    public void Set(int offset, SlotContent content) => Contents = (Contents & ~(0xfful << (8 * offset))) | ((ulong)content << (8 * offset));

    /// <summary>Whether all bytes in a range hold one of two.</summary>
    public readonly bool IsAll(int offset, int count, SlotContent content)
    {
        for (int i = offset; i < offset + count; i++)
        {
            if (this[i] != content) return false;
        }
        return true;
    }

    /// <summary>Forgets what is spilled but the bytes.</summary>
    public void Scrub()
    {
        for (int i = 0; i < 8; i++)
        {
            if (this[i] is SlotContent.Spill) Set(i, SlotContent.Misc);
        }
        Register = default;
    }
}
