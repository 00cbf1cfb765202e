namespace Waggle.CSharp;

/// <summary>Runs the method where the kernel finds out which flow a packet belongs to (Linux 4.20).</summary>
/// <remarks>Takes the packet as <c>ref SocketBuffer</c>, fills <see cref="SocketBuffer.FlowKeys"/> and returns a <see cref="FlowVerdict"/>. Attached to a network namespace.</remarks>
/// <example><code>[FlowDissector] static FlowVerdict OnPacket(ref SocketBuffer packet)</code></example>
public sealed class FlowDissectorAttribute() : HookAttribute("flow_dissector", HookParameters.Context);
