namespace Waggle.CSharp;

/// <summary>A CPU's queue, and a program that sees packets there: <c>struct bpf_cpumap_val</c> (Linux 5.9).</summary>
public struct CpuEntry
{
    /// <summary>Packets that the queue holds.</summary>
    public uint QueueSize;

    /// <summary>Descriptor of the program when it is put in, its id when it is read; 0 for none.</summary>
    public uint Program;
}
