namespace Waggle.CSharp;

/// <summary>An end of a netkit pair.</summary>
public enum NetkitEnd
{
    /// <summary>The one on the host.</summary>
    Primary,

    /// <summary>The one in the container.</summary>
    Peer,
}
