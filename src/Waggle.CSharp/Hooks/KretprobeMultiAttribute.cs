namespace Waggle.CSharp;

/// <summary>Runs the method when any of many functions of the kernel returns, attached at once (Linux 5.18).</summary>
/// <remarks>Parameters as with <see cref="KretprobeAttribute"/>; <see cref="Bpf.ProbedFunction"/> says which function it is. The result means nothing.</remarks>
/// <param name="pattern">Names with * and ?: "tcp_*".</param>
/// <example><code>[KretprobeMulti("vfs_*")] static void OnDone(long result)</code></example>
public sealed class KretprobeMultiAttribute(string pattern) : HookAttribute($"kretprobe.multi/{pattern}", HookParameters.Result);
