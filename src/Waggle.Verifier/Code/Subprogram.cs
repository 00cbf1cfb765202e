namespace Waggle.Verifier.Code;

/// <summary>A function of a program.</summary>
/// <param name="Number">Its place among the program's functions; 0 is where the program starts.</param>
/// <param name="Start">First slot.</param>
/// <param name="End">The slot behind its last.</param>
internal sealed record Subprogram(int Number, int Start, int End)
{
    /// <summary>Its function in the object's BTF; 0 if there is none.</summary>
    public int TypeId { get; init; }

    /// <summary>Its name; "" without BTF.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is verified by itself, by its signature, and not where it is called.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Whether it has legacy packet loads, which end the program where the packet ends.</summary>
    public bool HasPacketLoads { get; set; }

    /// <summary>Whether it may make a tail call, itself or through what it calls.</summary>
    public bool MayTailCall { get; set; }

    /// <summary>Whether it changes packet data, itself or through what it calls.</summary>
    public bool ChangesPackets { get; set; }

    /// <summary>Whether it may sleep, itself or through what it calls.</summary>
    public bool MightSleep { get; set; }

    /// <summary>Whether something calls it.</summary>
    public bool IsCalled { get; set; }

    /// <summary>Whether it is handed to something that calls it later.</summary>
    public bool IsAsynchronousCallback { get; set; }

    /// <summary>Bytes of stack that it uses.</summary>
    public int StackDepth { get; set; }
}
