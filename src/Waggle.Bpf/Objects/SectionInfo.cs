namespace Waggle.Bpf.Objects;

/// <summary>What .BTF.ext says of one section of code; slots count from the section's start, in rising order.</summary>
internal sealed class SectionInfo
{
    public List<FunctionInfo> Functions { get; } = [];

    public List<LineInfo> Lines { get; } = [];

    public List<CoreRelocation> CoreRelocations { get; } = [];
}
