using Waggle.Vm.Execution;

namespace Waggle.Vm;

/// <summary>What stands behind a name that an object wants of the kernel.</summary>
/// <param name="Function">The function; null if it is none, or is missing.</param>
/// <param name="Value">What its address is to a program: not zero if it is there.</param>
internal readonly record struct NamedThing(HelperBinding? Function, ulong Value);
