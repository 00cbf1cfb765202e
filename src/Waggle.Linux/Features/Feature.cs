namespace Waggle.Linux.Features;

/// <summary>One answer of the probe.</summary>
/// <param name="Name">What was probed, such as "ring_buffer" or "tp_btf".</param>
/// <param name="Availability">Whether it works.</param>
/// <param name="Evidence">What was tried and what the kernel answered.</param>
/// <param name="Advice">What to do if it is missing; "" if it works.</param>
public sealed record Feature(string Name, Availability Availability, string Evidence, string Advice = "");
