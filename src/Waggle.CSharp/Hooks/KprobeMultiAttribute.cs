namespace Waggle.CSharp;

/// <summary>Runs the method when any of many functions of the kernel is entered, attached at once (Linux 5.18).</summary>
/// <remarks>Parameters as with <see cref="KprobeAttribute"/>; <see cref="Bpf.ProbedFunction"/> says which function it is. The result means nothing.</remarks>
/// <param name="pattern">Names with * and ?: "tcp_*".</param>
/// <example><code>[KprobeMulti("tcp_v4_*")] static void OnTcp()</code></example>
public sealed class KprobeMultiAttribute(string pattern) : HookAttribute($"kprobe.multi/{pattern}", HookParameters.Registers);
