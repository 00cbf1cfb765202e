namespace Waggle.CSharp;

/// <summary>Runs the method at a tracepoint that lends a buffer to write to (Linux 5.2).</summary>
/// <remarks>Few tracepoints do; the kernel's source declares them with DECLARE_TRACE_WRITABLE. The method takes nothing, or a struct by <c>ref</c> whose
/// 64-bit fields are the arguments. The result means nothing.</remarks>
/// <param name="name">Such as "nbd_send_request".</param>
/// <example><code>[WritableRawTracepoint("nbd_send_request")] static void OnRequest()</code></example>
public sealed class WritableRawTracepointAttribute(string name) : HookAttribute($"raw_tp.w/{name}", HookParameters.Context);
