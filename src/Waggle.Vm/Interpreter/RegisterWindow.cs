using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Registers of a function: r0 to r10, the slot to return to, and room up to the next function's.</summary>
internal static unsafe class RegisterWindow
{
    /// <summary>Words from one function's registers to those of the function that it calls.</summary>
    internal const int Size = 16;

    /// <summary>Words for all functions that can be under way.</summary>
    internal const int AllSize = RunContext.MaximumFrames * Size;

    private const int FirstSaved = 6, FramePointer = 10, ReturnSlot = 11;

    /// <summary>Makes the window of a function that is called, with r1 to r5 as its arguments and zero in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong* Enter(ulong* caller, byte* frame, int returnSlot)
    {
        ulong* r = caller + Size;
        r[0] = 0;
        (r[1], r[2], r[3], r[4], r[5]) = (caller[1], caller[2], caller[3], caller[4], caller[5]);
        for (int i = FirstSaved; i < FramePointer; i++) r[i] = 0;
        r[FramePointer] = (ulong)frame;
        r[ReturnSlot] = (uint)returnSlot;
        return r;
    }

    /// <summary>Makes the first window.</summary>
    internal static void Begin(ulong* r, ulong* registers)
    {
        for (int i = 0; i <= FramePointer; i++) r[i] = registers[i];
        r[ReturnSlot] = 0; // where no call returns to
    }

    /// <summary>Slot that the function returns to; 0 if that is not in the window before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int ReturnSlotOf(ulong* r) => (int)r[ReturnSlot];

    /// <summary>What any call leaves in r1 to r5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ClearArguments(ulong* r) => r[1] = r[2] = r[3] = r[4] = r[5] = 0;
}
