namespace Waggle.CSharp;

/// <summary>Kind of a device; <c>BPF_DEVCG_DEV_*</c>.</summary>
public enum DeviceKind
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Block device.</summary>
    Block = 1,

    /// <summary>Character device.</summary>
    Character = 2,
}
