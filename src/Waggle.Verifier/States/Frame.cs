namespace Waggle.Verifier.States;

/// <summary>A function that is being run: its registers and its part of the stack.</summary>
/// <remarks><c>struct bpf_func_state</c> in include/linux/bpf_verifier.h.</remarks>
internal sealed class Frame
{
    public const int RegisterCount = 11, MostSlots = 64, FramePointer = 10;

    public readonly RegisterState[] Registers = new RegisterState[RegisterCount];
    private StackSlot[] _slots = [];

    /// <summary>Slots from the frame pointer downwards: number i lies 8 * (i + 1) below.</summary>
    public StackSlot[] Slots => _slots;

    /// <summary>How many slots have been touched.</summary>
    public int SlotCount { get; private set; }

    /// <summary>Slots written since the state before: reads of them are none of its business.</summary>
    public ulong Written;

    /// <summary>For a remembered state: slots that what followed has read.</summary>
    public ulong Read;

    /// <summary>The call that it returns to; -1 for the first.</summary>
    public int CallSite = -1;

    public int Subprogram;

    public bool IsCallback, IsAsynchronous, IsExceptionCallback;

    /// <summary>How often its callback has been gone through.</summary>
    public int CallbackDepth;

    /// <summary>For a callback: what it may return.</summary>
    public int ReturnMinimum, ReturnMaximum;

    /// <summary>Tells apart the runs of a callback that is called later.</summary>
    public int AsynchronousEntry;

    public ref RegisterState this[int register] => ref Registers[register];

    /// <summary>Makes room for a number of slots.</summary>
    public void Grow(int count)
    {
        if (count <= SlotCount) return;
        if (count > _slots.Length) Array.Resize(ref _slots, Math.Min(MostSlots, Math.Max(count, Math.Max(8, 2 * _slots.Length))));
        SlotCount = count;
    }

    public void Clear()
    {
        Array.Clear(Registers);
        Array.Clear(_slots, 0, SlotCount);
        SlotCount = 0;
        (Written, Read) = (0, 0);
        (IsCallback, IsAsynchronous, IsExceptionCallback, CallbackDepth, AsynchronousEntry) = (false, false, false, 0, 0);
        (ReturnMinimum, ReturnMaximum) = (0, 0);
        Registers[FramePointer] = RegisterState.Pointer(RegisterKind.Stack);
    }

    public void CopyFrom(Frame other)
    {
        other.Registers.AsSpan().CopyTo(Registers);
        if (_slots.Length < other.SlotCount) _slots = new StackSlot[other.SlotCount]; // most copies never grow
        else if (SlotCount > other.SlotCount) Array.Clear(_slots, other.SlotCount, SlotCount - other.SlotCount);
        SlotCount = other.SlotCount;
        other._slots.AsSpan(0, other.SlotCount).CopyTo(_slots);
        (Written, Read) = (other.Written, other.Read);
        (CallSite, Subprogram, IsCallback, IsAsynchronous, IsExceptionCallback) = (other.CallSite, other.Subprogram, other.IsCallback, other.IsAsynchronous, other.IsExceptionCallback);
        (CallbackDepth, ReturnMinimum, ReturnMaximum, AsynchronousEntry) = (other.CallbackDepth, other.ReturnMinimum, other.ReturnMaximum, other.AsynchronousEntry);
    }
}
