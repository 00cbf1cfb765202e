using Waggle.Bpf.Catalog;
using Waggle.CSharp;

namespace Samples;

/// <summary>Marks a method that runs for each request.</summary>
public sealed class OnRequestAttribute() : HookAttribute(Name, ProgramType.Unspecified, HookParameters.Context)
{
    public const string Name = "request";
}
