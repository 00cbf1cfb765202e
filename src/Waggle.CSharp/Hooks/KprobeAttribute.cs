namespace Waggle.CSharp;

/// <summary>Runs the method when a function of the kernel is entered (Linux 4.1).</summary>
/// <remarks>Parameters are the function's arguments in order, at most six, as the calling convention of x86-64 passes them; trailing ones may be left
/// out. Or the method takes the <see cref="CpuRegisters"/> by <c>ref readonly</c>. The result means nothing.</remarks>
/// <param name="function">Name in /proc/kallsyms, such as "do_unlinkat"; "+0x10" behind it names an instruction.</param>
/// <example><code>[Kprobe("do_unlinkat")] static void OnUnlink(int directory, KernelPointer&lt;FileName&gt; name)</code></example>
public sealed class KprobeAttribute(string function) : HookAttribute($"kprobe/{function}", HookParameters.Registers);
