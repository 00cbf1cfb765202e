namespace Waggle.CSharp;

/// <summary>Runs the method at each sample of a perf event, such as 99 times a second on each CPU (Linux 4.9).</summary>
/// <remarks>Takes the sample as <c>ref readonly PerfEventContext</c>, or nothing. A result of 0 keeps the sample out of perf's own buffers.</remarks>
/// <example><code>[PerfEvent] static void OnSample(ref readonly PerfEventContext sample)</code></example>
public sealed class PerfEventAttribute() : HookAttribute("perf_event", HookParameters.Context);
