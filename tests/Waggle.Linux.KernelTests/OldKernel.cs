using Waggle.Bpf.Errors;

namespace Waggle.Linux.KernelTests;

/// <summary>What a test of a newer feature expects of kernels without it: a typed error that names the kernel.</summary>
internal static class OldKernel
{
    /// <summary>Whether the running kernel is older than the mainline version that brought the feature; then it must have refused the
    /// attempt with the typed error.</summary>
    public static bool Refuses(int sinceMajor, int sinceMinor, Action attempt)
    {
        if (Environment.OSVersion.Version >= new Version(sinceMajor, sinceMinor)) return false;

        var error = Assert.Throws<BpfNotSupportedException>(attempt);
        Assert.Contains(Environment.OSVersion.Version.ToString(2), error.Message, StringComparison.Ordinal);
        return true;
    }
}
