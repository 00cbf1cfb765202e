namespace Waggle.Verifier.States;

/// <summary>All registers of all frames of a state, spilled ones included, to be read and changed where they are: for <c>foreach</c>.</summary>
/// <remarks>The state gets no frames and slots meanwhile.</remarks>
internal ref struct RegisterWalk(PathState state)
{
    private int _frame;
    private int _place = -1; // registers first, then slots
    private ref RegisterState _current;

    public readonly ref RegisterState Current => ref _current;

    public readonly RegisterWalk GetEnumerator() => this;

    public bool MoveNext()
    {
        for (; _frame <= state.Depth; _frame++)
        {
            Frame frame = state[_frame];
            if (++_place < Frame.RegisterCount)
            {
                _current = ref frame[_place];
                return true;
            }

            for (; _place < Frame.RegisterCount + frame.SlotCount; _place++)
            {
                ref StackSlot slot = ref frame.Slots[_place - Frame.RegisterCount];
                if (!slot.IsSpill) continue;
                _current = ref slot.Register;
                return true;
            }

            _place = -1;
        }

        return false;
    }
}
