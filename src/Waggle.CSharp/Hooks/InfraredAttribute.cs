namespace Waggle.CSharp;

/// <summary>Runs the method for each pulse and pause that an infrared receiver sees (Linux 4.18).</summary>
/// <remarks>Takes the sample as <c>ref readonly InfraredContext</c>. The result means nothing.</remarks>
/// <example><code>[Infrared] static void OnSample(ref readonly InfraredContext sample)</code></example>
public sealed class InfraredAttribute() : HookAttribute("lirc_mode2", HookParameters.Context);
