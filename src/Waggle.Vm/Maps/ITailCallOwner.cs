using Waggle.Bpf.Errors;

namespace Waggle.Vm.Maps;

/// <summary>A program of the host's that can be put into a program array.</summary>
internal interface ITailCallOwner
{
    /// <summary>What a tail call to it goes to.</summary>
    TailCallTarget TailCallTarget { get; }

    /// <summary>Has itself put into an array, and takes itself out when it goes: no tail call then leads to what is freed.</summary>
    /// <param name="array">The array.</param>
    /// <param name="put">Does it.</param>
    /// <returns>What <paramref name="put"/> returned; EBADF, as of a closed descriptor, if the program is gone, or of another engine.</returns>
    Errno PutInto(ProgramArray array, Func<Errno> put);
}
