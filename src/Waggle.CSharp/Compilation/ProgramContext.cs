namespace Waggle.CSharp;

/// <summary>The context of the program that runs: for helpers that want it, so that users need not pass it along.</summary>
internal static class ProgramContext
{
    /// <summary>The first byte of what R1 pointed to when the program started.</summary>
    internal static ref byte Current
    {
        [Intrinsic]
        get => ref BpfHost.At<byte>(BpfHost.Current.Context);
    }
}
