using Waggle.Bpf.Errors;

namespace Waggle.Linux.Netlink;

/// <summary>What the kernel answered.</summary>
/// <param name="Error">Why it refused, or none.</param>
/// <param name="Reason">Its own words, where it has some (Linux 4.12); "" otherwise.</param>
/// <param name="Messages">What it sent before: type and payload.</param>
internal sealed record NetlinkAnswer(Errno Error, string Reason, IReadOnlyList<(ushort Type, byte[] Payload)> Messages);
