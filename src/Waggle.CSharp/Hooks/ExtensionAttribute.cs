namespace Waggle.CSharp;

/// <summary>Takes the place of a function of another loaded program (Linux 5.6).</summary>
/// <remarks>The method has the types of that function, which takes a context and nothing else. The program is named when this one is loaded.</remarks>
/// <param name="function">The other program's global function.</param>
/// <example><code>[Extension("decide")] static XdpAction Decide(ref XdpContext packet)</code></example>
public sealed class ExtensionAttribute(string function) : HookAttribute($"freplace/{function}", HookParameters.Context);
