namespace Waggle.Linux.KernelTests;

/// <summary>How a USDT program is loaded, which decides how it is attached.</summary>
public enum UsdtForm
{
    /// <summary>As it is: the loader asks the kernel.</summary>
    ByKernel,

    /// <summary>For a uprobe at each place: what older kernels get.</summary>
    Uprobes,

    /// <summary>For one link to all places.</summary>
    Multi,
}
