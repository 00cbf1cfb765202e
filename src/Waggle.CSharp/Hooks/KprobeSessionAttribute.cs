namespace Waggle.CSharp;

/// <summary>Runs the method when any of many functions of the kernel is entered, and again when it returns (Linux 6.10).</summary>
/// <remarks>Takes nothing, arguments, or the <see cref="CpuRegisters"/> by <c>ref readonly</c>. Returns <see cref="SessionAction"/>: at the entry, whether
/// it wants to run at the return.</remarks>
/// <param name="pattern">Names with * and ?: "tcp_*".</param>
/// <example><code>[KprobeSession("vfs_read")] static SessionAction OnRead()</code></example>
public sealed class KprobeSessionAttribute(string pattern) : HookAttribute($"kprobe.session/{pattern}", HookParameters.Registers);
