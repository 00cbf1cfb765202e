namespace Waggle.Testing.KernelTests;

/// <summary>How a program is tried.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Program">Its method.</param>
/// <param name="Try">What is done with it.</param>
/// <param name="ExceptMaps">Maps whose contents depend on the time or on who runs the test.</param>
internal sealed record Scenario(Type Class, string Program, Action<BpfTest> Try, params string[] ExceptMaps)
{
    internal string Name => $"{Class.Name}.{Program}";
}
