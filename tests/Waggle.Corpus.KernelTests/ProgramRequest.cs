namespace Waggle.Corpus.KernelTests;

/// <summary>What the kernel was handed to load a program.</summary>
/// <param name="Type">Number of the program type.</param>
/// <param name="AttachType">Expected attach type.</param>
/// <param name="Flags">Load flags.</param>
/// <param name="Target">BTF id of the hook, or 0.</param>
/// <param name="TargetIn">Whose types that is an id of: "vmlinux" or a module.</param>
/// <param name="Instructions">The instructions, with 0 for each descriptor.</param>
/// <param name="References">What the descriptors stood for: "3 map events".</param>
internal sealed record ProgramRequest(
    uint Type, uint AttachType, uint Flags, uint Target, string TargetIn, byte[] Instructions, IReadOnlyList<string> References);
