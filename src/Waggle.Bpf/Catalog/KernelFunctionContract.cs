using System.Collections.Immutable;

namespace Waggle.Bpf.Catalog;

/// <summary>What a kernel function (kfunc) takes and returns: what <see cref="HelperContract"/> is for helpers.</summary>
/// <param name="Name">Its name, by which programs call it.</param>
/// <param name="Returns">What R0 holds afterwards.</param>
/// <param name="Arguments">R1 and on: at most five. What its declaration has for the verifier only (<c>__ign</c> at the end) is left out.</param>
/// <param name="Since">The first Linux that has it.</param>
/// <remarks>Immutable. Unlike helpers, kernel functions are no stable interface: kernels may change and drop them.</remarks>
public sealed record KernelFunctionContract(string Name, HelperReturn Returns, ImmutableArray<HelperArgument> Arguments, string Since);
