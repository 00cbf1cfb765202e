namespace Waggle.CSharp;

/// <summary>Runs the method when a function of the kernel returns (Linux 4.1).</summary>
/// <remarks>The method takes nothing, or what the function returned, or the <see cref="CpuRegisters"/> by <c>ref readonly</c>. Its own result means nothing.</remarks>
/// <param name="function">Name in /proc/kallsyms, such as "do_unlinkat".</param>
/// <example><code>[Kretprobe("do_unlinkat")] static void OnUnlinked(int error)</code></example>
public sealed class KretprobeAttribute(string function) : HookAttribute($"kretprobe/{function}", HookParameters.Result);
