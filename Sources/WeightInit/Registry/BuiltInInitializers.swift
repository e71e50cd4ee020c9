extension InitializerRegistry {
  /// The schemes of this package.
  public static let builtIn = InitializerRegistry(unchecked: [
    Zeros.self,
    Ones.self,
    Constant.self,
    Uniform.self,
    Normal.self,
    HeNormal.self,
    HeUniform.self,
    OrthogonalInitializer.self,
    AnticorrelatedInitializer.self,
    RandomAsymmetricInitializer.self,
    RandomAsymmetricAnticorrelatedInitializer.self,
    GaussianSubmatrixInitializer.self,
    FractionalMomentInitializer.self,
    ZeroHadamard.self,
    ZeroHadamardStar.self,
  ])
}
