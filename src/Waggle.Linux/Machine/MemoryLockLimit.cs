using Waggle.Linux.Interop;

namespace Waggle.Linux.Machine;

/// <summary>RLIMIT_MEMLOCK, which kernels before 5.11 charge maps and programs to.</summary>
internal static class MemoryLockLimit
{
    private static readonly Version s_firstKernelWithoutCharge = new(5, 11);

    /// <summary>Raises the limit as far as the process may, when this kernel charges to it.</summary>
    /// <returns>Whether it is higher now, so that another attempt makes sense.</returns>
    public static bool TryRaise()
    {
        if (KernelRelease.Number >= s_firstKernelWithoutCharge) return false;
        if (Libc.GetResourceLimit(ResourceLimit.LockedMemory, out ResourceLimit limit) != 0) return false;

        var unlimited = new ResourceLimit { rlim_cur = ResourceLimit.Infinity, rlim_max = ResourceLimit.Infinity };
        if (limit.rlim_cur == ResourceLimit.Infinity) return false;
        if (Libc.SetResourceLimit(ResourceLimit.LockedMemory, in unlimited) == 0) return true;

        var hard = new ResourceLimit { rlim_cur = limit.rlim_max, rlim_max = limit.rlim_max };
        return limit.rlim_cur < limit.rlim_max && Libc.SetResourceLimit(ResourceLimit.LockedMemory, in hard) == 0;
    }
}
