namespace Waggle.CSharp;

/// <summary>What is to be done with a device; <c>BPF_DEVCG_ACC_*</c>.</summary>
[Flags]
public enum DeviceAccess
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The file is made: mknod(2).</summary>
    Create = 1 << 0,

    /// <summary>It is read.</summary>
    Read = 1 << 1,

    /// <summary>It is written to.</summary>
    Write = 1 << 2,
}
