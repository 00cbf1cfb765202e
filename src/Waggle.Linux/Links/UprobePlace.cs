namespace Waggle.Linux.Links;

/// <summary>A place of a file to probe.</summary>
/// <param name="FileOffset">Where the instruction starts in the file.</param>
/// <param name="SemaphoreOffset">Where the counter of listeners is in the file; 0 for none.</param>
/// <param name="Cookie">What <c>bpf_get_attach_cookie</c> returns there.</param>
internal readonly record struct UprobePlace(ulong FileOffset, ulong SemaphoreOffset, ulong Cookie);
