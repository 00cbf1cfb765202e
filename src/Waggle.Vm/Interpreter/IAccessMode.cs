using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>How much a handler trusts a program; a type argument, so that what a mode does not need costs nothing.</summary>
internal unsafe interface IAccessMode
{
    /// <summary>Whether each rule is checked as the program runs.</summary>
    static abstract bool IsChecked { get; }

    /// <summary>Whether a load can be made without more ado.</summary>
    static abstract bool AllowsLoad(RunContext run, ulong address, int size, ulong* r);

    /// <summary>Whether a store can be made without more ado.</summary>
    static abstract bool AllowsStore(RunContext run, ulong address, int size, ulong* r);
}

/// <summary>No proof: only an access to the frame, to a region that an earlier one was to, or a load from the packet goes ahead.</summary>
internal readonly unsafe struct Checked : IAccessMode
{
    public static bool IsChecked => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllowsLoad(RunContext run, ulong address, int size, ulong* r) =>
        InRecent.Holds(run, address, size, r) || InFrame.Holds(run, address, size, r) || InPacket.Holds(run, address, size, r) || InReadOnly.Holds(run, address, size, r);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllowsStore(RunContext run, ulong address, int size, ulong* r) =>
        InRecent.Holds(run, address, size, r) || InFrame.Holds(run, address, size, r);
}

/// <summary>No proof, but a guess where the access is to: there it is looked for first. To be used for stores where the place can be written.</summary>
internal readonly unsafe struct Likely<TPlace> : IAccessMode where TPlace : struct, IPlace
{
    public static bool IsChecked => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllowsLoad(RunContext run, ulong address, int size, ulong* r) => TPlace.Holds(run, address, size, r) || Checked.AllowsLoad(run, address, size, r);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllowsStore(RunContext run, ulong address, int size, ulong* r) => TPlace.Holds(run, address, size, r) || Checked.AllowsStore(run, address, size, r);
}

/// <summary>Proved: any access goes ahead, but one to a field of the context that stands for an address.</summary>
internal readonly unsafe struct Trusted : IAccessMode
{
    public static bool IsChecked => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllowsLoad(RunContext run, ulong address, int size, ulong* r) => address - run.ContextStart >= run.TranslatedLength;

    public static bool AllowsStore(RunContext run, ulong address, int size, ulong* r) => true;
}

/// <summary>Accesses that are known to be allowed when the program is decoded.</summary>
internal readonly unsafe struct Certain : IAccessMode
{
    public static bool IsChecked => false;

    public static bool AllowsLoad(RunContext run, ulong address, int size, ulong* r) => true;

    public static bool AllowsStore(RunContext run, ulong address, int size, ulong* r) => true;
}
