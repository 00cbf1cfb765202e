namespace Waggle.Vm.Packets;

/// <summary>What becomes of a packet.</summary>
public enum PacketVerdictKind
{
    /// <summary>It goes on its way.</summary>
    Pass,

    /// <summary>It goes no further.</summary>
    Drop,

    /// <summary>It leaves by the interface that it came by.</summary>
    Transmit,

    /// <summary>It goes elsewhere.</summary>
    Redirect,

    /// <summary>It goes no further because something went wrong: the program said so, returned what means nothing, redirected to nowhere, or broke
    /// a rule.</summary>
    Abort,
}
