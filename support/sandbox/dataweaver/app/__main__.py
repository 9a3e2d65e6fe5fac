"""Runs DataWeaver for the sandbox: `python -m support.sandbox.dataweaver.app`.

Environment:
    SANDBOX_GENERATION: of the product, tip or v2.0.0.
    SANDBOX_POSTGRESQL: the URL of a PostgreSQL server, in which a database is made.
    SANDBOX_DATABASE: the name of that database.
    STORAGE_PATH: the folder for the files of extractions.
    SANDBOX_SABOTAGE: names of defects to plant, separated by commas.
"""

from support.sandbox.dataweaver.app import database
from support.sandbox.dataweaver.app.app import create_app
from support.sandbox.dataweaver.app.configuration import Configuration
from support.sandbox.dataweaver.app.product import Product
from support.sandbox.dataweaver.sabotage import CATALOGUE
from support.sandbox.kit.sabotage import engaged
from support.sandbox.kit.serving import serve

if __name__ == "__main__":
    configuration = Configuration.from_environment()
    database.create(configuration.server, configuration.database)
    engine = database.open_engine(configuration.database_url)
    product = Product(engine, configuration.storage)
    serve(create_app(product, engaged(CATALOGUE), configuration.generation))
