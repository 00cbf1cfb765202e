namespace Waggle.CSharp;

/// <summary>An interface, and a program that sees packets on their way out: <c>struct bpf_devmap_val</c> (Linux 5.8).</summary>
public struct DeviceEntry
{
    /// <summary>Index of the interface.</summary>
    public uint Interface;

    /// <summary>Descriptor of the program when it is put in, its id when it is read; 0 for none.</summary>
    public uint Program;
}
