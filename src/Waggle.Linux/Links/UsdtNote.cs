namespace Waggle.Linux.Links;

/// <summary>A statically defined tracepoint as the file describes it.</summary>
/// <param name="Provider">Who defined it.</param>
/// <param name="Name">Its name; several places may share it.</param>
/// <param name="Arguments">Where its arguments are, as "-4@%edi 8@16(%rsp)".</param>
/// <param name="FileOffset">Where its instruction is in the file.</param>
/// <param name="SemaphoreOffset">Where the counter is that says whether anybody listens; 0 if it has none.</param>
internal sealed record UsdtNote(string Provider, string Name, string Arguments, ulong FileOffset, ulong SemaphoreOffset);
