namespace Waggle.Vm.Packets.Captures;

/// <summary>What a program returned for a packet, as pcapng notes it (<c>epb_verdict</c>).</summary>
/// <param name="By">Who decided.</param>
/// <param name="Value">What it returned.</param>
public readonly record struct CapturedVerdict(VerdictSource By, ulong Value);
