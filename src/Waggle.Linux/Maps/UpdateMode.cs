namespace Waggle.Linux.Maps;

/// <summary>What an update does about a key that is or is not there; numbers of <c>BPF_ANY</c>, <c>BPF_NOEXIST</c> and <c>BPF_EXIST</c>.</summary>
public enum UpdateMode
{
    /// <summary>Adds or replaces.</summary>
    AddOrReplace = 0,

    /// <summary>Adds; an existing key is an error.</summary>
    Add = 1,

    /// <summary>Replaces; a missing key is an error.</summary>
    Replace = 2,
}
