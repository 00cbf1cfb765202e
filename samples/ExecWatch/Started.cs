using Waggle.CSharp;

namespace Samples;

/// <summary>What the kernel side tells the other: one struct for both.</summary>
public struct Started
{
    public int Process;
    public int Parent;
    public Comm Comm;
    public FilePath File;
}
