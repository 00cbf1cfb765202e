namespace Waggle.Vm.Maps;

/// <summary>A program of the host's that can be put into a program array.</summary>
internal interface ITailCallOwner
{
    /// <summary>What a tail call to it goes to.</summary>
    TailCallTarget TailCallTarget { get; }
}
