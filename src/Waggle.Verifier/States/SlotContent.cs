namespace Waggle.Verifier.States;

/// <summary>What a byte of the stack holds (<c>enum bpf_stack_slot_type</c> in include/linux/bpf_verifier.h).</summary>
internal enum SlotContent : byte
{
    /// <summary>Nothing was written.</summary>
    Invalid,

    /// <summary>Part of a spilled register.</summary>
    Spill,

    /// <summary>Something of which nothing is known.</summary>
    Misc,

    /// <summary>Zero.</summary>
    Zero,

    /// <summary>Part of a dynptr.</summary>
    DynamicPointer,

    /// <summary>Part of an iterator.</summary>
    Iterator,

    /// <summary>Saved interrupt flags.</summary>
    InterruptFlags,
}
