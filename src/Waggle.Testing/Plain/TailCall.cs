namespace Waggle.Testing.Plain;

/// <summary>Ends a program that has handed over to another one: up to where the first one began.</summary>
/// <remarks>A tail call never comes back, and nothing else in C# ends a method from inside of a call.</remarks>
internal sealed class TailCall(ulong result) : Exception("The program has handed over to another one. A debugger that stops here can go on.")
{
    internal ulong Result { get; } = result;
}
