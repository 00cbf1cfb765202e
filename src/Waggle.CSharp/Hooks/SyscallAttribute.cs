namespace Waggle.CSharp;

/// <summary>A method that user space runs when it wants (Linux 5.14): its parameter is memory that the caller gives.</summary>
/// <remarks>Takes nothing, or a struct of the caller by <c>ref</c>, which the caller gets back changed. May sleep. What it returns the caller gets.</remarks>
/// <example><code>[Syscall] static int Count(ref Request request)</code></example>
public sealed class SyscallAttribute() : HookAttribute("syscall", HookParameters.Context);
