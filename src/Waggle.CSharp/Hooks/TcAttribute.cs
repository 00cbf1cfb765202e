namespace Waggle.CSharp;

/// <summary>Runs the method for each packet in traffic control: as a filter of clsact (Linux 4.5), attached for a direction when it is attached.</summary>
/// <remarks>Takes the packet as <c>ref SocketBuffer</c> and returns a <see cref="TcAction"/>. The same method may be attached to either
/// direction. Where there is a choice take <see cref="TcxAttribute"/>.</remarks>
/// <example><code>[Tc] static TcAction OnPacket(ref SocketBuffer packet)</code></example>
public sealed class TcAttribute() : HookAttribute("tc", HookParameters.Context);
