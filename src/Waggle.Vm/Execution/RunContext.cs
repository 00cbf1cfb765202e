using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Waggle.Vm.Execution;

/// <summary>What belongs to one run of a program: its stack, the memory that it may touch, what it may still spend.</summary>
/// <remarks>Of one thread at a time. Kept from run to run, so that a run allocates nothing. Compiled code reads the fields by name.</remarks>
internal sealed unsafe partial class RunContext : IDisposable
{
    /// <summary>Bytes of a frame (<c>MAX_BPF_STACK</c>).</summary>
    internal const int FrameSize = 512;

    /// <summary>Frames that a program may have on the stack at once (<c>MAX_CALL_FRAMES</c>).</summary>
    internal const int MaximumFrames = 8;

    /// <summary>Programs that one may hand over to in a row (<c>MAX_TAIL_CALL_CNT</c>).</summary>
    internal const int MaximumTailCalls = 33;

    private const int RegisterCount = 11;
    private const int MaximumLoops = 8 * 1024 * 1024;

    // The program behind a tail call takes the frame of the function that made it, and may go as deep again from there.
    private const int StackFrames = MaximumFrames + MaximumTailCalls * (MaximumFrames - 1);

    private readonly byte* _stack;

    /// <summary>r0 to r10, where compiled code hands over to the interpreter.</summary>
    internal readonly ulong* Registers;

    /// <summary>End of the stack: the frame pointer of the first frame.</summary>
    internal readonly byte* StackTop;

    /// <summary>Lowest frame pointer that the program running now may have.</summary>
    internal byte* LowestFrame;

    /// <summary>Instructions that may still be run; below 0 the run ends.</summary>
    internal long Budget;

    /// <summary>Tail calls so far.</summary>
    internal int TailCalls;

    /// <summary>Times that may_goto still goes on (<c>BPF_MAX_LOOPS</c>).</summary>
    internal long MayGotoLeft;

    /// <summary>Frame pointer of the function that calls a helper now.</summary>
    internal byte* Frame;

    /// <summary>The virtual CPU.</summary>
    internal int Cpu;

    /// <summary>The program that is running.</summary>
    internal Executable Current = null!;

    /// <summary>Address of the context.</summary>
    internal ulong ContextStart;

    /// <summary>Bytes of the context among which fields stand for addresses; 0 if none does.</summary>
    internal ulong TranslatedLength;

    /// <summary>Writable region that an access was last found in.</summary>
    internal ulong RecentStart;

    /// <summary>The number of addresses in it at which any access lies inside.</summary>
    internal ulong RecentRoom;

    /// <summary>Its length.</summary>
    internal ulong RecentLength;

    internal RunContext()
    {
        _stack = (byte*)NativeMemory.AlignedAlloc(StackFrames * FrameSize, FrameSize);
        Registers = (ulong*)NativeMemory.AllocZeroed(RegisterCount, sizeof(ulong));
        StackTop = _stack + StackFrames * FrameSize;
    }

    /// <summary>Makes ready for a run. The caller adds the regions that the run may touch, and calls <see cref="End"/> afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Begin(Executable program, int cpu, ulong context, long budget)
    {
        if (Current != program)
        {
            Current = program;
            TranslatedLength = program.Image.Context.AddressFields.IsEmpty ? 0 : (ulong)program.Image.Context.Size;
        }

        (Cpu, ContextStart) = (cpu, context);
        LowestFrame = StackTop - (MaximumFrames - 1) * FrameSize;
        RecentStart = RecentRoom = RecentLength = ReadOnlyRoom = 0;
        if (PacketRoom1 != 0 || HasPacket) ForgetPacket();
        Restart(budget);
    }

    /// <summary>Makes ready for one more run of the same program on the same context and packet, after a run that left nothing behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Restart(long budget) => (Budget, TailCalls, MayGotoLeft) = (budget, 0, MaximumLoops);

    /// <summary>Undoes what the run has left undone. To be called when it has ended, in whatever way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void End()
    {
        if (HasLeftovers) ReleaseHeld();
    }

    /// <summary>Counts a may_goto.</summary>
    /// <returns>Whether the program goes on with its loop.</returns>
    internal bool MayGoOn() => MayGotoLeft-- > 0;

    /// <summary>Clears a frame, so that no program sees what another left there.</summary>
    /// <remarks>By stores of 32 bytes, none beside the one before: RyuJIT would make one of 64 of two, and after that the next instruction of
    /// older code (SSE, as in libraries compiled ahead) costs 150 ns.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ClearFrame(byte* frame)
    {
        for (byte* at = frame - FrameSize; at < frame; at += 256)
        {
            Vector256<byte>.Zero.Store(at);
            Vector256<byte>.Zero.Store(at + 64);
            Vector256<byte>.Zero.Store(at + 128);
            Vector256<byte>.Zero.Store(at + 192);
            Vector256<byte>.Zero.Store(at + 32);
            Vector256<byte>.Zero.Store(at + 96);
            Vector256<byte>.Zero.Store(at + 160);
            Vector256<byte>.Zero.Store(at + 224);
        }
    }

    public void Dispose()
    {
        Debug.Assert(_stack != null);
        NativeMemory.AlignedFree(_stack);
        NativeMemory.Free(Registers);
        NativeMemory.Free(Context);
        Packet.Dispose();
    }
}
