using System.Reflection.Emit;

namespace Waggle.Vm.Jit;

/// <summary>A function of a program as a method: the run, the registers from r1 on that it reads, and its frame in; r0 out.</summary>
/// <param name="Method">The method.</param>
/// <param name="ParameterCount">How many of r1 to r5 it takes.</param>
internal sealed record CompiledFunction(DynamicMethod Method, int ParameterCount);
