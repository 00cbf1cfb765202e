namespace Waggle.CSharp;

/// <summary>Runs the method at a hook of netfilter, beside nftables (Linux 6.4).</summary>
/// <remarks>Takes the packet as <c>ref readonly NetfilterContext</c> and returns a <see cref="NetfilterVerdict"/>. Family, hook and priority are said when it
/// is attached.</remarks>
/// <example><code>[Netfilter] static NetfilterVerdict OnPacket(ref readonly NetfilterContext packet)</code></example>
public sealed class NetfilterAttribute() : HookAttribute("netfilter", HookParameters.Context);
