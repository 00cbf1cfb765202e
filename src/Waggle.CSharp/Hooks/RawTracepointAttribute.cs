namespace Waggle.CSharp;

/// <summary>Runs the method at a tracepoint with its untyped arguments (Linux 4.17): the cheapest hook there is.</summary>
/// <remarks>Parameters are the arguments of the kernel's <c>TP_PROTO</c> in order, as 64-bit slots; trailing ones may be left out.
/// Pointers among them are plain addresses: fields are read by a helper call that cannot fault. The result means nothing.</remarks>
/// <param name="name">Such as "sys_enter".</param>
/// <example><code>[RawTracepoint("sys_enter")] static void OnCall(ulong registers, long number)</code></example>
public sealed class RawTracepointAttribute(string name) : HookAttribute($"raw_tp/{name}", HookParameters.Slots);
